/** The fields of one row, masked values with the eye that asks why; files and the place stand apart. */
import type { ReactNode } from 'react';
import type { Point } from '../../../../kernel/register.ts';
import { FieldValue } from '../../../../ui/field-value.tsx';
import { DescriptionList, Section } from '../../../../ui/layout.tsx';
import { Stored } from '../../../../ui/upload-box.tsx';
import { call } from '../../../../ui/call.ts';
import { tell } from '../../../../ui/tell.ts';
import { CityMap } from '../../../maps/web/city-map.tsx';
import contract from '../../contract.ts';
import type { RowReply } from '../../routes/row-routes.ts';
import type { HeldRegister, NamedField } from './use-register.ts';

/** The place alone, on the city's ground. */
const noLayers: readonly string[] = [];

export interface RowProps {
  readonly held: HeldRegister;
  readonly row: RowReply;
}

export function RowFields(props: RowProps): ReactNode {
  const { held, row } = props;
  const plain = held.fields.filter(({ field }) => field.type !== 'files' && field.type !== 'point');
  const items = plain.map((each) => ({
    label: each.field.title,
    wide: each.field.type === 'long-text' || each.field.type === 'json',
    value: <RowValue held={held} row={row} of={each} />,
  }));
  return (
    <Section title="基本信息">
      <DescriptionList items={items} />
    </Section>
  );
}

function RowValue(props: RowProps & { readonly of: NamedField }): ReactNode {
  const { held, row, of } = props;
  const { id: register, may } = held.description;
  const masked = row.masked?.includes(of.name) === true;
  const title = row.titles?.[of.name];
  if (title !== undefined) return title;
  async function reveal(reason: string): Promise<unknown> {
    try {
      const { value } = await call(contract.routes.reveal, { register, id: row.id, field: of.name, reason });
      return value;
    } catch (error) {
      tell('error', error instanceof Error ? error.message : '没能查看，请稍后重试');
      throw error;
    }
  }
  return (
    <FieldValue
      field={of.field}
      value={row[of.name]}
      {...(masked ? { masked } : {})}
      {...(masked && may.reveal ? { reveal } : {})}
    />
  );
}

export function RowFiles(props: RowProps): ReactNode {
  const groups = props.held.fields.flatMap(({ name, field }) => {
    const ids = props.row[name];
    return field.type === 'files' && Array.isArray(ids) && ids.length > 0
      ? [{ name, title: field.title, ids: ids.map(String) }]
      : [];
  });
  return groups.map(({ name, title, ids }) => (
    <Section key={name} title={title}>
      <div className="city-uploads">
        {ids.map((id, index) => (
          <Stored key={id} id={id} name={`${title} ${index + 1}`} />
        ))}
      </div>
    </Section>
  ));
}

function pointOf(value: unknown): Point | undefined {
  const at = value as Partial<Point> | null | undefined;
  return typeof at?.lon === 'number' && typeof at.lat === 'number' ? { lon: at.lon, lat: at.lat } : undefined;
}

export function RowPlace(props: RowProps): ReactNode {
  const found = props.held.fields.find(
    ({ name, field }) => field.type === 'point' && pointOf(props.row[name]) !== undefined,
  );
  const at = found && pointOf(props.row[found.name]);
  if (!found || !at) return null;
  return (
    <Section title={found.field.title} flush>
      <CityMap
        layers={noLayers}
        live={false}
        height={280}
        centre={at}
        zoom={11}
        marker={at}
        legend={false}
        label={`${found.field.title}:${at.lon}, ${at.lat}`}
      />
      <p className="city-muted city-number" style={{ padding: '8px 16px' }}>
        东经 {at.lon.toFixed(6)}，北纬 {at.lat.toFixed(6)}
      </p>
    </Section>
  );
}
