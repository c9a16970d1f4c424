/** Which of the dialogs is open; the menu and the palette both open them. */
export const exchangeDialogs = $state({ importing: false, exporting: false })
