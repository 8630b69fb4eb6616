import { words } from './words'

export default words(
  { dine_in: 'Dine-in', takeaway: 'Takeaway', delivery: 'Delivery', own_app: 'Own app', every: 'Every channel' },
  { dine_in: '堂食', takeaway: '外带', delivery: '外卖', own_app: '自有小程序', every: '全部渠道' },
)
