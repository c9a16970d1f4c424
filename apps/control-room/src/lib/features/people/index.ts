export { default as PeopleTab } from './PeopleTab.svelte'
