/** The security headers of every reply (OWASP ASVS 5.0 chapter 3.4), worked out once. */

export interface HeaderOptions {
  /** Served over TLS: browsers shall never come without it again. */
  readonly secure: boolean;
  /** Other origins that may give map pictures. */
  readonly pictureOrigins: readonly string[];
}

function contentSecurityPolicy(pictureOrigins: readonly string[]): string {
  const maps = pictureOrigins.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'self'",
    "script-src 'self'",
    // antd writes its styles at run time.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${maps}`,
    `connect-src 'self'${maps}`,
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

type Headers = Readonly<Record<string, string>>;

/** Of pages, and of data: JSON, tiles and files never become a document, so they may load nothing and need no word on what documents may do. */
export function securityHeaders(options: HeaderOptions): { readonly page: Headers; readonly data: Headers } {
  const both = {
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    ...(options.secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
  return {
    page: {
      ...both,
      'content-security-policy': contentSecurityPolicy(options.pictureOrigins),
      'cross-origin-opener-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
      'x-dns-prefetch-control': 'off',
      'x-frame-options': 'DENY',
      'x-permitted-cross-domain-policies': 'none',
    },
    data: { ...both, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" },
  };
}
