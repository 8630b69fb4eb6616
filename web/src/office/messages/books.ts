import { words } from './words'

export default words(
  {
    until: 'Books closed until {day}',
    open: 'No books are closed yet',
    close: 'Close books',
    title: 'Close the books of {store}',
    hint: 'What comes later for these days is posted on the day on which it comes, and says so. They do not open again.',
    day: 'Up to and with',
  },
  {
    until: '账已结至 {day}',
    open: '尚未结账',
    close: '结账',
    title: '{store}结账',
    hint: '这些日期之后才到的单据记在到达当天，并注明所属期间。结账后不能再打开。',
    day: '截至（含当日）',
  },
)
