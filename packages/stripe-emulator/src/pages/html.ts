const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const style = `
  :root { color-scheme: dark light; }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center; }
  main { max-width: 34rem; padding: 1.5rem; }
  .note { border-left: 4px solid #b7791f; padding-left: .75rem; }
  form { display: flex; gap: .75rem; margin-top: 1.5rem; flex-wrap: wrap; }
  button { font: inherit; padding: .7rem 1.2rem; border-radius: .5rem; border: 1px solid currentColor;
    background: transparent; color: inherit; cursor: pointer; min-height: 44px; }
  button.primary { background: #2f855a; border-color: #2f855a; color: #fff; }
  button:focus-visible { outline: 3px solid #63b3ed; outline-offset: 2px; }
  code { overflow-wrap: anywhere; }
`

/** A whole page; `body` is markup that the caller has escaped. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>${body}</main></body>
</html>`
}
