import { createContext } from 'svelte'
import type { Desk } from './desk.state.svelte.ts'

/** The desk that a component stands on. */
export const [getDesk, setDesk] = createContext<Desk>()
