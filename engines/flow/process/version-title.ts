/** How people call the versions of a process. */

/** Versions below are declared in code and rise with the system; those from here on are drawn in this city. */
export const firstDrawnVersion = 1001;

export function versionTitle(version: number): string {
  return version < firstDrawnVersion
    ? `系统第 ${version} 版`
    : `本地第 ${version - firstDrawnVersion + 1} 版`;
}
