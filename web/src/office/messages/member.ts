import { words } from './words'

export default words(
  {
    find: 'Member',
    asGuest: 'as any guest',
    nobody: 'Nobody found. Type the whole number.',
    tiers: 'Tiers',
    segments: 'Kind of member',
    segment: { new: 'New', regular: 'Regular', ordinary: 'Ordinary', sleeping: 'Sleeping', lost: 'Lost' },
  },
  {
    find: '会员',
    asGuest: '不指定会员',
    nobody: '没有找到，请输入完整号码。',
    tiers: '会员等级',
    segments: '会员分群',
    segment: { new: '新会员', regular: '常客', ordinary: '普通', sleeping: '沉睡', lost: '流失' },
  },
)
