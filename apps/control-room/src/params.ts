import { crewRoles } from '@stallcast/shared/crew'
import { defineParams } from '@sveltejs/kit/params'

type CrewRole = (typeof crewRoles)[number]

export const params = defineParams({
  /** A desk exists for the crew only; guests and viewers have screens of their own. */
  crew: (param): CrewRole | undefined => crewRoles.find((role) => role === param),
})
