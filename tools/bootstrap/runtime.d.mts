export declare const NODE_VERSION: string
export declare const PNPM_VERSION: string
export declare function ensureNode(): Promise<string>
export declare function ensurePnpm(): Promise<string>
export declare function withoutNpmConfig(): NodeJS.ProcessEnv
