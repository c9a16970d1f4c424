export declare function ensureDependencies(node: string): Promise<void>
export declare function dependenciesAreReady(stamp?: string): Promise<boolean>
