/** The program's path; undefined where there is no Chromium and none may be installed. */
export function findOrInstallBrowser(): string | undefined;
