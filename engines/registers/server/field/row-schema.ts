/** The zod schema of a register's row, for the catalogue and OpenAPI; replies are never run through it. */
import { z } from 'zod';
import type { Field } from '../../../../kernel/register.ts';
import type { Shape } from '../shape/describe-shape.ts';

function valueSchema(field: Field): z.ZodType {
  switch (field.type) {
    case 'integer':
    case 'decimal': {
      let number = z.number();
      if (field.type === 'integer') number = number.int();
      if (field.minimum !== undefined) number = number.min(field.minimum);
      return field.maximum === undefined ? number : number.max(field.maximum);
    }
    case 'boolean':
      return z.boolean();
    case 'date':
      return z.iso.date();
    case 'moment':
      return z.iso.datetime({ offset: true });
    case 'codes':
    case 'files':
      return z.array(z.string());
    case 'point':
      return z.object({ lon: z.number(), lat: z.number() });
    case 'json':
      return z.unknown();
    case 'ref':
      return z.uuid();
    default: {
      const text = field.maxLength === undefined ? z.string() : z.string().max(field.maxLength);
      return field.pattern === undefined ? text : text.regex(field.pattern);
    }
  }
}

export function rowSchema(shape: Shape): z.ZodObject {
  const fields: Record<string, z.ZodType> = {};
  for (const { name, field } of shape.fields) {
    const schema = valueSchema(field).describe(field.title);
    fields[name] = field.required ? schema : schema.nullable();
  }
  return z.object(fields);
}
