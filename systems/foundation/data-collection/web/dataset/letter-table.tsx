/** Rejected rows: where and why, mended column by column, replayed or dropped. */
import { Button, Form, Input, Segmented, Table } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { LakeField } from '../../../../../engines/lake/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { WordsModal } from '../../../../../ui/form/words-modal.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Letter } from '../../routes/dataset-routes.ts';

interface LetterTableProps {
  readonly id: string;
  readonly mayKeep: boolean;
  readonly fields: readonly LakeField[];
  /** Newest batch with its state: when it is another one, the letters are too. */
  readonly newest: string;
}

export function LetterTable(props: LetterTableProps): ReactNode {
  const [state, setState] = useState<Letter['state']>('kept');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const asked = useCall(contract.routes.letters, { id: props.id, state, size: 100 }, { keep: true });
  const { refetch } = asked;
  useEffect(() => void refetch(), [refetch, props.newest]);
  const replay = useAct(contract.routes.replay, { onDone: () => setChosen([]) });
  const acting = props.mayKeep && state === 'kept';
  return (
    <>
      <div className="city-toolbar">
        <Segmented<Letter['state']>
          aria-label="退回记录的状态"
          value={state}
          onChange={setState}
          options={[
            { value: 'kept', label: '待处理' },
            { value: 'replayed', label: '已重放' },
            { value: 'dropped', label: '已作废' },
            { value: 'superseded', label: '已被新批次取代' },
          ]}
        />
        {acting && (
          <div className="collection-row-actions">
            <Button
              type="primary"
              disabled={chosen.length === 0}
              loading={replay.acting}
              onClick={() => void replay.act({ id: props.id, letters: [...chosen] })}
            >
              重放所选
            </Button>
            <DropButton id={props.id} letters={chosen} onDone={() => setChosen([])} />
          </div>
        )}
      </div>
      <Shown of={asked} rows={4}>
        {({ letters, total }) => (
          <Table<Letter>
            rowKey="id"
            size="middle"
            dataSource={[...letters]}
            pagination={{
              pageSize: 20,
              hideOnSinglePage: true,
              showTotal: () => `共${total}行，显示前${letters.length}行`,
            }}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty text="没有退回记录" /> }}
            {...(acting
              ? {
                  rowSelection: {
                    selectedRowKeys: [...chosen],
                    onChange: (keys) => setChosen(keys.map(String)),
                  },
                }
              : {})}
            columns={[
              { title: '记录号', width: 80, align: 'end', dataIndex: 'row' },
              { title: '问题', render: (_, letter) => <Problems letter={letter} /> },
              { title: '内容', render: (_, letter) => <Cells letter={letter} fields={props.fields} /> },
              ...(acting
                ? [
                    {
                      title: '操作',
                      width: 80,
                      render: (_: unknown, letter: Letter) => (
                        <MendButton letter={letter} fields={props.fields} />
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Shown>
    </>
  );
}

function Problems(props: { readonly letter: Letter }): ReactNode {
  return (
    <div className="collection-problems">
      {props.letter.problems.map((problem) => (
        <span key={`${problem.field} ${problem.reason}`}>
          <StatusTag tone="red">{problem.title || '整行'}</StatusTag> {problem.reason}
          {problem.first !== undefined && `（第${problem.first}条）`}
        </span>
      ))}
    </div>
  );
}

function wrongColumns(letter: Letter, fields: readonly LakeField[]): ReadonlySet<string> {
  const names = new Set(letter.problems.flatMap((problem) => problem.field.split('+')));
  return new Set(fields.filter((field) => names.has(field.name)).map((field) => field.source));
}

function Cells(props: { readonly letter: Letter; readonly fields: readonly LakeField[] }): ReactNode {
  const wrong = wrongColumns(props.letter, props.fields);
  return (
    <div className="collection-cells">
      {Object.entries(props.letter.cells).map(([column, value]) => (
        <span key={column} className={wrong.has(column) ? 'is-wrong' : ''}>
          <b>{column || '原文'}</b> {value ?? '（空）'}
        </span>
      ))}
    </div>
  );
}

function MendButton(props: { readonly letter: Letter; readonly fields: readonly LakeField[] }): ReactNode {
  const { letter, fields } = props;
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Record<string, string>>();
  const mend = useAct(contract.routes.mend, { onDone: () => setOpen(false) });
  const columns = [...new Set(fields.map((field) => field.source))].filter(
    (column) => !letter.masked.includes(column),
  );
  const wrong = wrongColumns(letter, fields);
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        更正
      </Button>
      {open && (
        <FormModal
          form={form}
          open
          title={`更正第${letter.row}条记录`}
          okText="保存"
          acting={mend.acting}
          onClose={() => setOpen(false)}
          onSend={(given) => {
            const cells = columns.map(
              (column, index) => [column, given[`c${index}`]?.trim() || null] as const,
            );
            void mend.act({ id: letter.id, version: letter.version, cells: Object.fromEntries(cells) });
          }}
          initialValues={Object.fromEntries(
            columns.map((column, index) => [`c${index}`, letter.cells[column] ?? '']),
          )}
        >
          {columns.map((column, index) => (
            <Form.Item
              key={column}
              name={`c${index}`}
              label={column}
              {...(wrong.has(column)
                ? { validateStatus: 'error' as const, help: reasonFor(letter, fields, column) }
                : {})}
            >
              <Input />
            </Form.Item>
          ))}
        </FormModal>
      )}
    </>
  );
}

function reasonFor(letter: Letter, fields: readonly LakeField[], column: string): string {
  const names = new Set(fields.filter((field) => field.source === column).map((field) => field.name));
  return letter.problems
    .filter((problem) => problem.field.split('+').some((name) => names.has(name)))
    .map((problem) => problem.reason)
    .join('；');
}

function DropButton(props: {
  readonly id: string;
  readonly letters: readonly string[];
  readonly onDone: () => void;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const drop = useAct(contract.routes.drop, {
    onDone: () => {
      setOpen(false);
      props.onDone();
    },
  });
  return (
    <>
      <Button danger disabled={props.letters.length === 0} onClick={() => setOpen(true)}>
        作废所选
      </Button>
      <WordsModal
        open={open}
        title={`作废${props.letters.length}行`}
        okText="作废"
        danger
        acting={drop.acting}
        label="作废的理由"
        placeholder="写明理由，记入审计"
        most={200}
        onSend={(reason) => void drop.act({ id: props.id, letters: [...props.letters], reason })}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
