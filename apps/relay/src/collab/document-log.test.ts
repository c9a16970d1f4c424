import { describeDocumentLog } from './document-log.contract.ts'
import { MemoryDocumentLog } from './testing/memory-log.ts'

describeDocumentLog('memory', () => new MemoryDocumentLog())
