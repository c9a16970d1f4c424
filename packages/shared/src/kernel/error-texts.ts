/**
 * Every refusal the product can give, in one table: the HTTP status and the sentence people read.
 * A sentence says what happened and what to do next. Codes are stable: clients and tests match on them.
 */
export const errorTexts = {
  'input.invalid': { status: 400, text: 'That was not understood: {detail}.' },
  'auth.missing': {
    status: 401,
    text: 'Open your link again: this browser holds no seat in the show.',
  },
  'auth.expired': { status: 401, text: 'Your link has expired. Ask the producer for a new one.' },
  'auth.revoked': { status: 401, text: 'Your link was withdrawn. Ask the producer for a new one.' },
  'auth.invalid': {
    status: 401,
    text: 'This link is not valid. Check that it was copied whole, or ask for a new one.',
  },
  'auth.role-changed': {
    status: 401,
    text: 'The producer has given you another role: {role}. Your desk opens anew.',
  },
  'seat.unknown': { status: 404, text: 'That seat has ended, or is not one of the crew.' },
  'seat.own': {
    status: 409,
    text: 'You cannot change your own role. Another producer can.',
  },
  'auth.forbidden': { status: 403, text: 'As {role} you cannot {action}.' },
  'auth.origin': { status: 403, text: 'The request came from another site and was refused.' },
  'show.unknown': { status: 404, text: 'There is no such show.' },
  'show.on-air': {
    status: 409,
    text: 'This show is on air. End it before you put it away.',
  },
  'template.unknown': { status: 404, text: 'There is no such template any more.' },
  'cue.unknown': { status: 404, text: 'That cue is no longer in the run of show.' },
  'view.not-writable': { status: 403, text: 'Your link does not let you write in {column}.' },
  'view.stale': {
    status: 409,
    text: 'Someone has changed {column} meanwhile. Look at it and write it again if needed.',
  },
  'clock.stale': {
    status: 409,
    text: 'Someone was quicker: the show has moved on. Look and press again if needed.',
  },
  'clock.no-cue': { status: 409, text: 'There is no cue to go to.' },
  'clock.not-running': { status: 409, text: 'The show is not running.' },
  'clock.not-held': { status: 409, text: 'The show is not on hold.' },
  'clock.held': { status: 409, text: 'The show is on hold. Resume it first.' },
  'clock.on-air': {
    status: 409,
    text: 'The show is on air. Rehearse before it or after it.',
  },
  'clock.rehearsing': { status: 409, text: 'A rehearsal is on already.' },
  'clock.not-rehearsing': { status: 409, text: 'Nobody is rehearsing.' },
  'stage.unknown': { status: 404, text: 'That message is no longer on the stage.' },
  'stage.unknown-person': { status: 404, text: 'That person is not here any more.' },
  'stage.not-yours': { status: 403, text: 'That message is for somebody else.' },
  'clock.ended': { status: 409, text: 'The show has ended.' },
  'history.unknown': { status: 404, text: 'There is no such version of the run of show.' },
  'collab.refused': {
    status: 403,
    text: 'As {role} you cannot change {path}. Your edit was not kept.',
  },
  'media.unknown-source': { status: 404, text: 'That source has gone.' },
  'media.stale': {
    status: 409,
    text: 'Someone was quicker: the bus has moved on. Look and press again if needed.',
  },
  'media.limit': { status: 429, text: 'This seat already has all the connections it may have.' },
  'media.source-lost': { status: 409, text: '{label} sends no picture at the moment.' },
  'media.refused': { status: 403, text: 'This seat may not send or receive that: {detail}.' },
  'media.unsupported': {
    status: 406,
    text: 'The browser and the relay share no codec for this: {detail}.',
  },
  'media.unavailable': {
    status: 503,
    text: 'The media relay is restarting. It comes back by itself.',
  },
  'media.disk-full': {
    status: 507,
    text: 'The disk is full: recording has stopped. Free space and it goes on.',
  },
  'file.unknown': { status: 404, text: 'That file is not with this show.' },
  'file.empty': { status: 400, text: 'The file is empty.' },
  'file.too-large': {
    status: 413,
    text: 'The file is too large: {maxMegabytes} MB at most. Put a link into a column instead.',
  },
  'file.quota': {
    status: 413,
    text: 'The files of this show have reached {maxMegabytes} MB. Delete some before adding more.',
  },
  'file.not-image': { status: 415, text: 'That file is no picture that browsers can show.' },
  'prompter.held': { status: 409, text: '{name} holds the prompter. Take it over first.' },
  'prompter.free': { status: 409, text: 'Nobody holds the prompter. Take it first.' },
  'comment.unknown': { status: 404, text: 'That comment has gone.' },
  'comment.not-yours': {
    status: 403,
    text: 'Only its author or the producer can remove a comment.',
  },
  'clip.window': {
    status: 400,
    text: 'A clip needs an end after its start, {maxSeconds} seconds apart at most.',
  },
  'clip.not-recorded': { status: 409, text: 'Nothing was recorded between these marks.' },
  'clip.unknown': { status: 404, text: 'There is no such clip.' },
  'clip.render-failed': {
    status: 500,
    text: 'The clip could not be rendered: {detail}. It can be tried again.',
  },
  'offer.unknown': { status: 404, text: 'This offer is no longer open.' },
  'offer.closed': { status: 409, text: 'The sale of this product has closed.' },
  'product.unknown': { status: 404, text: 'There is no such product.' },
  'stock.short': { status: 409, text: 'Only {left} left.' },
  'order.unknown': { status: 404, text: 'There is no such order.' },
  'payment.failed': { status: 402, text: 'The payment did not go through: {detail}' },
  'payment.unavailable': {
    status: 503,
    text: 'The payment service does not answer. Nothing was charged; try again.',
  },
  'webhook.signature': { status: 400, text: 'The webhook signature does not match.' },
  'settlement.nothing': { status: 409, text: 'There is nothing to settle yet.' },
  'settlement.unknown': { status: 404, text: 'There is no such statement.' },
  'settlement.own-proposal': {
    status: 403,
    text: 'No one approves their own proposal. Ask another person of finance.',
  },
  'settlement.state': {
    status: 409,
    text: 'This statement is {state}; it cannot be approved now.',
  },
  'settlement.stale': {
    status: 409,
    text: 'The statement has changed since you opened it. Look at it again.',
  },
  'ledger.unbalanced': { status: 500, text: 'A posting does not sum to zero in {currency}.' },
  'key.missing': {
    status: 401,
    text: 'Send an API key: Authorization: Bearer, then the key.',
  },
  'key.invalid': { status: 401, text: 'This API key is not known for this show.' },
  'key.expired': { status: 401, text: 'This API key has expired. Ask the producer for a new one.' },
  'key.revoked': { status: 401, text: 'This API key was revoked. Ask the producer for a new one.' },
  'key.scope': { status: 403, text: 'This API key lacks the scope {scope}.' },
  'key.in-address': {
    status: 403,
    text: 'Only a key that can do nothing but read may stand in an address.',
  },
  'key.unknown': { status: 404, text: 'There is no such API key.' },
  'api.unknown': { status: 404, text: 'The API has nothing at this address for this method.' },
  'api.in-progress': {
    status: 409,
    text: 'A request with this Idempotency-Key is still being worked on.',
  },
  'api.key-reused': {
    status: 422,
    text: 'This Idempotency-Key was used for another request. Take a new one.',
  },
  'column.unknown': { status: 404, text: 'There is no column {column} in the run of show.' },
  'mark.unknown': { status: 404, text: 'There is no open mark to end.' },
  'output.unknown': { status: 404, text: 'There is no such output.' },
  'output.address': { status: 400, text: 'Nothing may be sent to {address}: {why}.' },
  'output.off': { status: 409, text: 'The output {name} is switched off.' },
  'rule.unknown': { status: 404, text: 'There is no such rule.' },
  'delivery.unknown': { status: 404, text: 'There is no such delivery.' },
  'rate.limited': { status: 429, text: 'Too many requests. Wait a moment.' },
  internal: { status: 500, text: 'Something broke on our side. It was logged; try again.' },
} as const satisfies Record<string, { status: number; text: string }>

export type ErrorCode = keyof typeof errorTexts
