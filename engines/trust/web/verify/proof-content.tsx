/** What a verified file says: the recorded statement in titled fields where its form is known, else word for word. */
import type { ReactNode } from 'react';
import { auditLog, readAuditStatement } from '../../../../kernel/audit-line.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import type { ProofFile } from '../../proof/proof-file.ts';

/** Statements of one file that are shown; the rest is in the sheet beside it. */
const mostShown = 20;

export function ProofContent(props: { readonly file: ProofFile }): ReactNode {
  const { file } = props;
  if (file.format === 'shuzi-fuyang/growth/1')
    return (
      <section className="verify-content">
        <h2>日志的增长</h2>
        <Fields
          items={[
            { title: '日志', value: file.from.log },
            { title: '先前', value: `${file.from.size} 条，${momentText(file.from.at)}` },
            { title: '后来', value: `${file.to.size} 条，${momentText(file.to.at)}` },
          ]}
        />
      </section>
    );
  if (file.format === 'shuzi-fuyang/stamp/1')
    return (
      <section className="verify-content">
        <h2>盖过时间戳的树根</h2>
        <Fields
          items={[
            { title: '日志', value: file.head.log },
            { title: '树根', value: `${file.head.size} 条，${momentText(file.head.at)}` },
          ]}
        />
      </section>
    );
  const places = 'receipts' in file ? file.receipts : [file];
  return (
    <section className="verify-content">
      <h2>{places.length === 1 ? '记录的内容' : `记录的内容（共 ${places.length} 条）`}</h2>
      {places.slice(0, mostShown).map((place) => (
        <Statement key={place.index} log={file.head.log} index={place.index} text={place.statement} />
      ))}
      {places.length > mostShown && (
        <p className="city-muted">
          只显示前 {mostShown} 条；全部 {places.length} 条都已核验。
        </p>
      )}
    </section>
  );
}

function Statement(props: {
  readonly log: string;
  readonly index: number;
  readonly text: string;
}): ReactNode {
  const fields = props.log === auditLog ? readAuditStatement(props.text) : undefined;
  return (
    <article>
      <h3>第 {props.index + 1} 条</h3>
      {fields === undefined ? <pre>{props.text}</pre> : <Fields items={fields} />}
    </article>
  );
}

function Fields(props: {
  readonly items: readonly { readonly title: string; readonly value: string }[];
}): ReactNode {
  return (
    <dl>
      {props.items.map(({ title, value }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value === '' ? '—' : value}</dd>
        </div>
      ))}
    </dl>
  );
}
