/** What is printed from the browser: rows of text, as the server's receipts have them. */
export interface Row {
  text: string
  /** Flush right. */
  right?: string
  /** In columns; holds for what is wrapped, too. */
  indent?: number
  isBold?: boolean
  isTall?: boolean
  isCentred?: boolean
}
export type Paper = readonly (Row | 'rule')[]

const STYLE =
  'body{margin:0;background:#eee}main{width:80mm;box-sizing:border-box;margin:1em auto;padding:4mm;background:#fff;color:#000;' +
  "font:13px/1.4 ui-monospace,'Noto Sans Mono CJK SC','Microsoft YaHei',monospace}" +
  'p{display:flex;justify-content:space-between;gap:1em;margin:0;min-height:1.4em;overflow-wrap:anywhere}' +
  '.c{justify-content:center;text-align:center}.b{font-weight:bold}.t{font-size:1.7em}' +
  'p>span+span{white-space:nowrap}hr{border:0;border-top:1px dashed #000}' +
  '@media print{body{background:none}main{margin:0;padding:0}}'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!)

function rowAsHtml(row: Row | 'rule'): string {
  if (row === 'rule') return '<hr>'
  const marks = [row.isCentred && 'c', row.isBold && 'b', row.isTall && 't'].filter(Boolean).join(' ')
  const right = row.right ? `<span>${escaped(row.right)}</span>` : ''
  return `<p class="${marks}"><span style="padding-left:${row.indent ?? 0}ch">${escaped(row.text)}</span>${right}</p>`
}

/** The paper as a page of its own, 80 mm wide. */
export const asPage = (title: string, paper: Paper): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${paper.map(rowAsHtml).join('')}</main></body></html>`
