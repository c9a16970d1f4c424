import { invalidRequest } from './api-error.ts'

export type FormValue = string | FormValue[] | { [key: string]: FormValue }

const MAX_DEPTH = 10
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * Reads v1's form encoding: `a[b][c]=1` nests, `a[]=1` and `a[0]=1` make arrays, the last of a
 * repeated plain key wins. Every leaf stays a string; the endpoint's schema decides what it means.
 */
export function parseForm(text: string): Record<string, FormValue> {
  const root: Record<string, FormValue> = {}
  for (const [key, value] of new URLSearchParams(text)) place(root, segmentsOf(key), value)
  return arraysIn(root) as Record<string, FormValue>
}

function segmentsOf(key: string): string[] {
  const open = key.indexOf('[')
  if (open <= 0) return [checked(key, key)]
  const rest = key.slice(open)
  if (!/^(\[[^[\]]*\])+$/.test(rest)) {
    throw invalidRequest(`Invalid parameter name: ${key}`, { code: 'parameter_unknown' })
  }
  const segments = [key.slice(0, open), ...rest.slice(1, -1).split('][')]
  if (segments.length > MAX_DEPTH) throw invalidRequest(`Parameter nested too deeply: ${key}`)
  return segments.map((segment) => checked(segment, key))
}

function checked(segment: string, key: string): string {
  if (FORBIDDEN.has(segment)) throw invalidRequest(`Invalid parameter name: ${key}`)
  return segment
}

function place(node: Record<string, FormValue>, segments: string[], value: string): void {
  const [head = '', ...tail] = segments
  const name = head === '' ? String(Object.keys(node).length) : head
  if (tail.length === 0) {
    node[name] = value
    return
  }
  const child = node[name]
  const next = typeof child === 'object' && !Array.isArray(child) ? child : {}
  node[name] = next
  place(next, tail, value)
}

/** A node whose keys are 0..n-1 was an array on the other side. */
function arraysIn(node: FormValue): FormValue {
  if (typeof node === 'string') return node
  if (Array.isArray(node)) return node.map(arraysIn)
  const keys = Object.keys(node)
  const isArray = keys.length > 0 && keys.every((key, index) => key === String(index))
  const entries = keys.map((key) => [key, arraysIn(node[key] ?? '')] as const)
  return isArray ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}
