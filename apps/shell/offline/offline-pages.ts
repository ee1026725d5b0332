/** The pages that open without a network: their files are kept by the worker of their face, and their addresses with the session. */

interface OfflinePage {
  readonly face: 'citizen' | 'open';
  readonly system: string;
  readonly key: string;
  /** Addresses that the worker answers; the rest of the face goes to the network as ever. */
  readonly scope: string;
  /** Where the page begins, for the build. */
  readonly module: string;
}

export type OfflineFace = OfflinePage['face'];

export const offlinePages: readonly OfflinePage[] = [
  {
    face: 'citizen',
    system: 'city-code',
    key: 'code',
    // The whole face: it starts from the home screen, and its home leads to the code.
    scope: '/citizen/',
    module: 'systems/government/city-code/web/code-page.tsx',
  },
  {
    face: 'open',
    system: 'city-code',
    key: 'scan',
    scope: '/open/city-code/scan',
    module: 'systems/government/city-code/web/scan-page.tsx',
  },
];
