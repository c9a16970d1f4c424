import { tellDone, tellRefusal } from '#lib/ui/index.ts'
import type { InviteView } from './invites.ts'

export async function copyLink(invite: Pick<InviteView, 'label' | 'link'>): Promise<void> {
  try {
    await navigator.clipboard.writeText(invite.link)
    tellDone(`Link for ${invite.label} copied.`)
  } catch {
    tellRefusal('Copying needs a secure page. The link can be selected by hand.')
  }
}
