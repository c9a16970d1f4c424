export declare const repoDir: string
export declare function cacheDir(): string
