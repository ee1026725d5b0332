/** One row of any register, as a part: fields, files, place and history. */
import type { ReactNode } from 'react';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame, TwoColumns } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { RowReply } from '../../routes/row-routes.ts';
import '../registers.css';
import { ArchiveButton } from './archive-button.tsx';
import { WithRegister } from './register-frame.tsx';
import { registerPath } from './register-path.ts';
import { RowFields, RowFiles, RowPlace } from './row-fields.tsx';
import { RowHistory } from './row-history.tsx';
import type { HeldRegister } from './use-register.ts';

export interface RegisterDetailProps {
  readonly register: string;
  readonly id: string;
  /** More buttons beside 修改 and 归档. */
  readonly extra?: ReactNode;
  /** Fields that the page shows in its own way. */
  readonly without?: readonly string[];
}

export function RegisterDetail(props: RegisterDetailProps): ReactNode {
  const { register, id } = props;
  const asked = useCall(contract.routes.read, { register, id, labels: true });
  if (asked.isPending) return <Loading rows={8} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const { row } = asked.data;
  return (
    <WithRegister register={register}>{(held) => <Detail {...props} held={held} row={row} />}</WithRegister>
  );
}

function Detail(
  props: RegisterDetailProps & { readonly held: HeldRegister; readonly row: RowReply },
): ReactNode {
  const { held, row } = props;
  const { description } = held;
  const title = titleOf(held, row);
  usePageTitle(title);
  const changeable = description.kind === 'register' && description.may.write && row.state === 'active';
  return (
    <PageFrame
      title={title}
      breadcrumb={[
        { title: '台账目录', to: '/registers' },
        { title: description.title, to: registerPath.list(description.id) },
      ]}
      tags={row.state === 'archived' && <StatusTag tone="grey">已归档</StatusTag>}
      extra={
        <>
          {props.extra}
          {changeable && <LinkButton to={registerPath.edit(description.id, row.id)}>修改</LinkButton>}
          {changeable && <ArchiveButton register={description.id} row={row} title={title} />}
        </>
      }
    >
      <TwoColumns
        main={
          <>
            <RowFields
              held={{ ...held, fields: held.fields.filter(({ name }) => !props.without?.includes(name)) }}
              row={row}
            />
            <RowFiles held={held} row={row} />
          </>
        }
        side={
          <>
            <RowPlace held={held} row={row} />
            <RowHistory register={description.id} id={row.id} />
          </>
        }
      />
    </PageFrame>
  );
}

/** The field that names a row to people; a code or reference would show as a number, so the register's own title then stands. */
export function titleOf(held: HeldRegister, row: RowReply): string {
  const { titleField, title } = held.description;
  const value = row[titleField];
  const kind = held.fields.find(({ name }) => name === titleField)?.field.type;
  return typeof value === 'string' && value !== '' && (kind === 'text' || kind === 'long-text')
    ? value.slice(0, 60)
    : title;
}
