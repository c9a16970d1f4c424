import { feedRecipes, httpRecipes, oscRecipes } from './companion-recipes.ts'

/** `docs/companion.md` as it ought to be. */
export function companionDoc(): string {
  return `# Bitfocus Companion

Stallcast needs no module of its own: Companion's generic modules reach all of it. Every recipe on this page is pressed
by a test against the real API (\`apps/relay/src/automation/companion.integration.test.ts\`); the page is written from
the same data (\`tools/api-docs/companion-recipes.ts\`, \`pnpm api-docs\`).

On the show's automation page (palette: “Automation”) the producer makes a key with the scopes that the buttons need,
and finds the address of the API there. In Companion, keep the key in a custom variable \`stallcast_key\`
(Variables → Custom variables, with “Persist value”), so that it stands in one place.

## Buttons: “Generic: HTTP requests”

Add the connection **Generic: HTTP requests** and set its **Base URL** to the address of the API, for example
\`https://show.example/api/v1/shows/evening-show\`. If Stallcast runs with a certificate of its own, switch
“reject unauthorized” off. Leave **Content Type** at \`application/json\`.

${httpRecipes.map(httpRecipe).join('\n')}

A refusal comes with a status of 400 or more and a \`code\` that says why (\`clock.stale\`, \`key.scope\`, …); put the
**Response Status Code Variable** on the button to see it. To act only on what you see, add \`"expectedCueId"\` with the
id of the cue on air to the body of a clock action: if the show has moved on, the press is refused.

## Displays: “Generic: WebSocket”

This module can send no headers, so its key stands in the address. Stallcast takes such a key only if it has no scope
but \`read\` (and \`sales.read\`): make a second key for it. **Target URL**:

\`\`\`
wss://show.example/api/v1/shows/evening-show/feed?key=YOUR-READING-KEY
\`\`\`

(\`ws://\` where Stallcast runs without HTTPS.) The whole state comes once a second and after each change. Add the feedback
**Update variable with value from WebSocket message** with these paths, and put the variables on buttons:

| JSON path | variable | shows |
| --- | --- | --- |
${feedRecipes.map(({ path, variable, shows }) => `| \`${path}\` | \`${variable}\` | ${shows} |`).join('\n')}

Messages of the type \`event\` (one per row of the as-run log) arrive on the same connection, under \`event/type\` and
\`event/data\`.

## Buttons: “Generic: OSC”

The server must have an OSC port (\`OSC_PORT\`), and the producer must have switched OSC on for the show. Set **Target IP**
and **Target Port** to the server. OSC cannot prove who sends it, so each path carries the show's token (automation page,
“Address prefix”); from an address that the producer has named there, leave the token out.

| what | action | OSC path | value |
| --- | --- | --- | --- |
${oscRecipes
  .map(
    ({ title, action, address, value }) =>
      `| ${title} | ${action} | \`/stallcast/evening-show/{token}${address}\` | ${value ?? ''} |`,
  )
  .join('\n')}

A single argument of 0 counts as letting go of a button and asks for nothing. More addresses: see
[automation.md](automation.md).

## From Stallcast to Companion

Companion hears OSC on its own port (Settings → OSC, 12321 by default). Add an OSC output with Companion's address on the
automation page, and a rule or a cue trigger that sends \`/location/1/0/1/press\` (page 1, row 0, column 1) to press a button.
`
}

function httpRecipe({
  title,
  method,
  uri,
  body,
  header,
  scope,
  note,
}: (typeof httpRecipes)[number]): string {
  const rows = [
    ['Action', method],
    ['URI', uri],
    ...(body === null ? [] : [['Body', body]]),
    ['Header input (JSON)', header],
    ['Scope of the key', scope],
  ]
  return `### ${title}

| field | value |
| --- | --- |
${rows.map(([field, value]) => `| ${field} | \`${value}\` |`).join('\n')}
${note ? `\n${note}\n` : ''}`
}
