import { describe, expect, it } from 'vitest'
import { writeCalendar } from './calendar.ts'
import { empty, surroundings } from './testing/exchange.fixtures.ts'
import {
  guessMapping,
  planImport,
  readOntime,
  readTable,
  withNewColumns,
  type Table,
} from './index.ts'
import { readMoney } from './money-value.ts'
import { readLength, readTimeOfDay } from './time-value.ts'

const minuteMs = 60_000
const show = surroundings(empty)
const choices = { bareNumber: 'minutes', hoursAreMinutes: false } as const

describe('what people write', () => {
  it.each([
    ['1:30', 90_000],
    ['0:01:30', 90_000],
    ['90', 90 * minuteMs],
    ['1.5', 90_000],
    ['90s', 90_000],
    ['1h 5m', 65 * minuteMs],
    ['-1:30', -90_000],
    ['0:00:01.250', 1_250],
    ['1:75', undefined],
    ['soon', undefined],
    [1 / 1440, minuteMs],
    [true, undefined],
  ])('XC6 the length %j', (written, lengthMs) => {
    expect(readLength(written, 'minutes')).toBe(lengthMs)
  })

  it.each([
    ['19:04', (19 * 60 + 4) * minuteMs],
    ['7:04 pm', (19 * 60 + 4) * minuteMs],
    ['12 a.m.', 0],
    ['19.04', (19 * 60 + 4) * minuteMs],
    ['2027-05-01T19:04:30', (19 * 60 + 4.5) * minuteMs],
    [0.794444444444444, (19 * 60 + 4) * minuteMs],
    ['25:00', undefined],
    ['13:00 pm', undefined],
    ['19', undefined],
    [19, undefined],
  ])('XC6 the time %j', (written, todMs) => {
    expect(readTimeOfDay(written)).toBe(todMs)
  })

  it.each([
    ['24', 'EUR', 2400],
    ['24,5', 'EUR', 2450],
    ['€ 1.299,00', 'EUR', 129_900],
    ['1,299.00 EUR', 'EUR', 129_900],
    [24.5, 'EUR', 2450],
    ['1200', 'JPY', 1200],
    ['1.250', 'KWD', 1250],
    ['$24', 'EUR', 'other-currency'],
    ['many', 'EUR', undefined],
    ['-3', 'EUR', undefined],
  ])('XC7 the amount %j in %s', (written, currency, minor) => {
    expect(readMoney(written, currency)).toBe(minor)
  })
})

describe('tables of other tools', () => {
  it('XC8 names of columns are guessed, the rest is left out until asked for', () => {
    const table: Table = {
      name: 'x',
      rows: [
        ['Rundown of Friday'],
        ['Cue', 'Time Start', 'Duration', 'Colour', 'Note', 'Lights', 'Timer type', 'End action'],
        ['1', '19:00', '5', 'red', 'Hello', 'warm', 'count up', 'play-next'],
      ],
    }
    const mapping = guessMapping(table, [])
    expect(mapping.headerRow).toBe(1)
    expect(mapping.columns.map(({ target }) => target)).toEqual([
      'field:number',
      'field:startTodMs',
      'field:durationMs',
      'field:colour',
      'field:notes',
      'ignore',
      'field:timerType',
      'field:autoFollow',
    ])
    const { incoming, problems } = readTable(table, withNewColumns(table, mapping), show, choices)
    expect(incoming.columns).toMatchObject([{ name: 'Lights', type: 'text', columnId: null }])
    expect(incoming.rows).toMatchObject([{ fields: { timerType: 'up', autoFollow: 'play' } }])
    expect(problems.map(({ severity }) => severity)).toEqual(['note'])
  })

  it('XC9 rows are heads of groups, milestones, or left out by their type', () => {
    const rows = [
      ['Type', 'Title', 'Length'],
      ['group', 'Act 1', '10:00'],
      ['segment', 'Hello', '2'],
      ['milestone', 'Doors', ''],
      ['group-end', '', ''],
      ['skip import', 'Draft', ''],
      ['break', 'Pause', '5'],
    ]
    const table = { name: 'x', rows }
    const { incoming } = readTable(table, guessMapping(table, []), show, choices)
    let count = 0
    const options = {
      matchBy: 'nothing',
      unnamed: 'keep',
      keepWhereEmpty: false,
      nowMs: 1,
    } as const
    const { edits } = planImport(empty, incoming, show, {
      ...options,
      newId: () => `n${(count += 1)}`,
    })
    const [group] = edits.newGroups
    expect(group).toMatchObject({ title: 'Act 1', targetMs: 600_000 })
    expect(edits.newCues.map((cue) => [cue.title, cue.groupId, cue.milestone])).toEqual([
      ['Hello', group?.id, false],
      ['Doors', group?.id, true],
      ['Pause', null, false],
    ])
  })

  it('XC15 a project of Ontime, as version 4 and as version 3 keeps it', () => {
    const event = (id: string, more: object) => ({
      id,
      type: 'event',
      title: id,
      duration: 60_000,
      ...more,
    })
    const four = {
      rundowns: {
        main: {
          title: 'Main',
          order: ['g', 'c'],
          entries: {
            g: {
              id: 'g',
              type: 'group',
              title: 'Act',
              entries: ['a', 'm'],
              targetDuration: 300_000,
            },
            a: event('a', {
              parent: 'g',
              cue: '1',
              timerType: 'count-up',
              custom: { light: 'warm' },
            }),
            m: { id: 'm', type: 'milestone', title: 'Doors', parent: 'g' },
            c: event('c', { endAction: 'load-next', flag: true }),
          },
        },
      },
      customFields: { light: { label: 'Light', type: 'text', colour: '' } },
    }
    const read = readOntime(four, show)
    expect(read.problems).toEqual([])
    expect(read.incoming.columns).toMatchObject([{ name: 'Light' }])
    expect(read.incoming.rows).toMatchObject([
      { kind: 'group', fields: { title: 'Act', targetMs: 300_000 } },
      { kind: 'cue', group: 'row:1', fields: { number: '1', timerType: 'up' } },
      { kind: 'cue', group: 'row:1', fields: { milestone: true } },
      { kind: 'cue', group: null, fields: { autoFollow: 'load', flag: true } },
    ])
    const three = {
      rundown: [
        event('a', { timeStart: 3_600_000 }),
        { id: 'd', type: 'delay', duration: 30_000 },
        { id: 'b', type: 'block', title: 'Block' },
        event('c', { timeStart: 3_660_000 }),
      ],
    }
    expect(readOntime(three, show).incoming.rows).toMatchObject([
      { group: null, fields: { startMode: 'soft', startTodMs: 3_600_000 } },
      { kind: 'group', fields: { title: 'Block' } },
      { group: 'row:2', fields: { startMode: 'linked', delayMs: 30_000 } },
    ])
  })
})

describe('the calendar', () => {
  const startsAtMs = Date.UTC(2027, 9, 30, 22)
  const event = { uid: 'a@b', title: 'Show; one, two', notes: 'ü'.repeat(60), startsAtMs }
  const write = (timeZone: string) =>
    writeCalendar({
      name: 'Show',
      timeZone,
      nowMs: 0,
      events: [{ ...event, endsAtMs: startsAtMs + 4 * 3_600_000 }],
    })

  it('XC16 tells times in the zone of the show, and how that zone changes meanwhile', () => {
    const text = write('Europe/Lisbon')
    expect(text).toContain('DTSTART;TZID=Europe/Lisbon:20271030T230000\r\n')
    expect(text).toContain('DTEND;TZID=Europe/Lisbon:20271031T020000\r\n')
    expect(text).toContain(
      ['BEGIN:STANDARD', 'DTSTART:20271031T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0000'].join(
        '\r\n',
      ),
    )
    expect(write('UTC')).toContain('DTSTART:20271030T220000Z\r\n')
  })

  it('XC17 escapes what has a meaning, and folds lines at 75 octets between characters', () => {
    const text = write('UTC')
    expect(text).toContain('SUMMARY:Show\\; one\\, two\r\n')
    const lines = text.split('\r\n')
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(text.replaceAll('\r\n ', '')).toContain(`DESCRIPTION:${'ü'.repeat(60)}\r\n`)
  })
})
