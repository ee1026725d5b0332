/** 开放规则: the agreement under which data is given, every version of it, and how data comes to be open. */
import type { ReactNode } from 'react';
import { agreement, licence } from '../data/agreement.ts';
import { OpenFrame } from './parts/frame.tsx';

const steps = [
  '部门在数据目录里写明开放属性：无条件开放、有条件开放或者不予开放，不予开放的写明依据。',
  '发布前检查：直接识别个人的信息项、内容里的证件号和电话、准标识符同组的最少行数；有一项不通过就不能发布。',
  '数据每次更新重新检查，检查完成前不提供，不通过的自动暂停；目录暂停或改为不予开放的，立即停止提供。',
  '有条件开放的数据先申请，由提供部门按用途审批，同意后凭密钥在次数和期限内调用。',
  '没有开放的数据可以提出需求，数据有误可以纠错，部门在时限内答复。',
] as const;

export default function RulesPage(): ReactNode {
  return (
    <OpenFrame>
      <header className="open-data-head">
        <h1>开放规则</h1>
      </header>
      <section className="open-data-part">
        <h2>数据怎样开放</h2>
        <ol className="open-data-steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      {agreement.versions.toReversed().map((version) => (
        <section className="open-data-part" key={version.version} id={`${agreement.id}-${version.version}`}>
          <h2>{agreement.title}</h2>
          <p className="open-data-facts">
            <span>第{version.version}版</span>
            <span>自{version.effectiveOn}起施行</span>
            <span>
              协议编号：<code>{`${agreement.id}-${version.version}`}</code>
              {licence.version === version.version && '（现行）'}
            </span>
          </p>
          <ol className="open-data-steps">
            {version.articles.map((article) => (
              <li key={article.title}>
                <b>{article.title}</b>：{article.text}
              </li>
            ))}
          </ol>
        </section>
      ))}
      <p className="city-muted">{agreement.source}</p>
    </OpenFrame>
  );
}
