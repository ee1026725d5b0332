/** Addresses of a register's pages within the face; the part that ends an address never holds the dot of a register id. */

function at(register: string, rest: string): string {
  return `/registers/${encodeURIComponent(register)}/${rest}`;
}

export const registerPath = {
  list: (register: string) => at(register, 'rows'),
  create: (register: string) => at(register, 'new'),
  import: (register: string) => at(register, 'import'),
  detail: (register: string, id: string) => at(register, `rows/${id}`),
  edit: (register: string, id: string) => at(register, `rows/${id}/edit`),
} as const;
