import type { Browser, LaunchOptions } from 'playwright-core';

export declare const chromiumArgs: readonly string[];
export declare function chromium(): Promise<{ path: string; env: NodeJS.ProcessEnv; name: string }>;
export declare function firefox(): string | undefined;
export declare function webkit(): { driver: string; browser: string; screen: string } | undefined;
export declare function launchChromium(options?: LaunchOptions): Promise<Browser>;
export declare const repository: string;
