import { once } from 'node:events'
import { Crowd, type CrowdOrder } from './crowd.ts'

// The clients in a process of their own: joined and warm, told to go, and asked for nothing until all is delivered.
const [order] = (await once(process, 'message')) as [CrowdOrder]
const crowd = new Crowd(order)
await crowd.join()
await crowd.warmUp()
process.send?.('joined')
await once(process, 'message')
process.send?.(await crowd.run())
process.on('disconnect', () => process.exit())
