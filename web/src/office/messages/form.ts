import { words } from './words'

export default words(
  {
    zh: 'Chinese',
    en: 'English',
    theirs: 'Saved by somebody else',
    mine: 'Yours, not saved',
    conflictTitle: 'Somebody else has saved since you opened this',
    conflictHint: 'These fields differ. What you did not touch is taken from theirs in either case.',
    keepMine: 'Keep mine for these',
    takeTheirs: 'Take theirs',
    field: 'Field',
    before: 'Before',
    after: 'After',
    language: 'Language',
  },
  {
    zh: '中文',
    en: '英文',
    theirs: '他人已保存',
    mine: '你的修改（未保存）',
    conflictTitle: '打开之后其他人已保存',
    conflictHint: '以下字段不同。你没有改过的字段都会采用对方的。',
    keepMine: '保留我的修改',
    takeTheirs: '采用对方的',
    field: '字段',
    before: '修改前',
    after: '修改后',
    language: '语言',
  },
)
