export { default as RichTextEditor } from './RichTextEditor.svelte'
