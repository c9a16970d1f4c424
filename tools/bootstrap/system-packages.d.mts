export type SystemPart = 'ffmpeg' | 'chromium' | 'worker-build'
export declare function findCommand(name: string): string | undefined
export declare function packageManager(): 'apt-get' | 'dnf' | 'apk' | 'brew' | undefined
export declare function installHint(part: SystemPart, rights?: 'root' | 'sudo' | 'neither'): string
export declare function installSystemPart(
  part: SystemPart,
  options: { missing: string },
): Promise<void>
