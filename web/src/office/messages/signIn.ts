import { words } from './words'

export default words(
  {
    title: 'Head office',
    hint: 'Sign in with your e-mail and password.',
    ended: 'Your session is over. Sign in again to go on where you were.',
    brand: 'Brand',
    brandHint: 'The short name of your brand, such as zaotai-noodles.',
    email: 'E-mail',
    password: 'Password',
    do: 'Sign in',
    wait: 'Try again in {n} s',
    till: 'At the counter?',
    toTill: 'Open the till',
  },
  {
    title: '总部后台',
    hint: '请用邮箱和密码登录。',
    ended: '登录已失效，请重新登录，之后会回到刚才的页面。',
    brand: '品牌',
    brandHint: '品牌的简称，例如 zaotai-noodles。',
    email: '邮箱',
    password: '密码',
    do: '登录',
    wait: '{n} 秒后可重试',
    till: '在收银台？',
    toTill: '打开收银端',
  },
)
