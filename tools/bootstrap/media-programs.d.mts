export declare function ensureFfmpeg(): Promise<void>
export declare function findChromium(): string | undefined
export declare function ensureChromium(): Promise<string>
