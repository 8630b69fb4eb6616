import type { Messages } from '@/shared/i18n'

/** What screens at a terminal say alike: enrolling, signing in, what goes wrong with any call. */
const zh = {
  back: '返回',
  close: '关闭',
  delete: '删除',
  ok: '确定',
  tryAgain: '重试',
  signOut: '退出登录',
  enrol: {
    title: '登记本机',
    hint: '输入品牌和总部给的登记码，只需一次。',
    brand: '品牌',
    code: '登记码',
    do: '登记',
    busy: '登记中…',
  },
  signIn: {
    who: '请选择姓名',
    choose: '先点您的名字',
    nobody: '本店还没有员工',
    nobodyHint: '请总部在后台添加员工并设置 PIN。',
    revokedHint: '本机已被停用或登记已失效，请重新登记。',
    enrolAgain: '重新登记',
    enterPin: '输入 PIN',
    away: '连不上服务器。',
    awayHint: '在本机登录过的人可以继续，恢复后再核对 PIN。',
    digits: '已输入 {n} 位',
    enter: '登录',
    busy: '登录中…',
    wrong: 'PIN 不对',
    attemptsLeft: '还可以试 {n} 次',
    locked: '已锁定',
    lockedHint: '请稍等再试，或找店长重设 PIN。',
    lockedFor: '{time} 后可再试',
  },
  problem: {
    other: { title: '没有成功', hint: '请再试一次；还是不行请告诉店长。' },
    busy: { title: '服务器正忙', hint: '请稍等片刻再试。' },
    database_away: { title: '服务器正在重启', hint: '请稍等片刻再试。' },
    unavailable: { title: '服务器正忙', hint: '请稍等片刻再试。' },
    unreachable: { title: '连不上服务器', hint: '请检查网络后重试。' },
    unauthenticated: { title: '登录已失效', hint: '请重新登录。' },
    forbidden: { title: '没有权限', hint: '请让有权限的同事操作。' },
    permission_needed: { title: '没有权限', hint: '请让有权限的同事操作。' },
    wrong_code: { title: '登记码不对或已用完', hint: '请向总部要一个新的登记码。' },
    wrong_pin: { title: 'PIN 不对', hint: '请再输入一次。' },
    pin_locked: { title: 'PIN 已锁定', hint: '请稍后再试，或换一位同事。' },
    rate_limited: { title: '操作太快', hint: '请稍等片刻。' },
  },
} satisfies Messages

export default zh
