export { default as PrompterScreen } from './PrompterScreen.svelte'
