/** How a department's application signs a call: HMAC-SM3 over five lines. Pure, for applications, the doors they call at and tests alike. */

export interface CallContent {
  /** Id of the application. */
  readonly app: string;
  /** What is called: a share contract, an interface with its version. One line. */
  readonly target: string;
  /** When it was signed, ISO 8601 with zone. */
  readonly at: string;
  /** Used once. */
  readonly nonce: string;
  /** Query or input, exactly as sent; the last line, so it may have several. */
  readonly content: string;
}

export function callText({ app, target, at, nonce, content }: CallContent): string {
  return [app, target, at, nonce, content].join('\n');
}
