import { createContext } from 'svelte'
import type { ShowView } from './show-view.state.svelte.ts'

/** The run of show that a view stands on. */
export const [getView, setView] = createContext<ShowView>()
