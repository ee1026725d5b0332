/** The forms in which open data goes out, and what they are on the wire. */

export const formats = {
  csv: { title: 'CSV', contentType: 'text/csv; charset=utf-8', mediaType: 'text/csv' },
  json: { title: 'JSON', contentType: 'application/json; charset=utf-8', mediaType: 'application/json' },
  xml: { title: 'XML', contentType: 'application/xml; charset=utf-8', mediaType: 'application/xml' },
  xlsx: {
    title: 'XLSX',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  rdf: { title: 'RDF', contentType: 'text/turtle; charset=utf-8', mediaType: 'text/turtle' },
} as const;

export type Format = keyof typeof formats;
export const formatNames = Object.keys(formats) as [Format, ...Format[]];
