export const showsTestIds = {
  list: 'shows-list',
  row: 'shows-row',
  search: 'shows-search',
  menu: 'show-menu',
  newShow: 'shows-new',
  form: 'show-form',
  submit: 'show-form-submit',
  edit: 'show-edit',
  template: 'show-template',
} as const
