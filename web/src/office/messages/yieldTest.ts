import { words } from './words'

export default words(
  {
    title: 'Yield tests',
    hint: 'Weigh before and after cleaning, again and again. All that is left over all that was weighed gives the standard.',
    none: 'Nothing was measured yet.',
    measured: 'Measured',
    inUse: 'In use',
    use: 'Use {percent}',
    add: 'Write a test down',
    gross: 'Before, in {unit}',
    net: 'Left after, in {unit}',
    note: 'Note',
    of: '{net} of {gross} {unit}',
  },
  {
    title: '净料率测试',
    hint: '反复称量加工前后的重量；净重合计除以毛重合计即为标准。',
    none: '还没有测试。',
    measured: '实测',
    inUse: '使用中',
    use: '采用 {percent}',
    add: '登记一次测试',
    gross: '加工前（{unit}）',
    net: '加工后（{unit}）',
    note: '备注',
    of: '{gross} {unit} 得 {net}',
  },
)
