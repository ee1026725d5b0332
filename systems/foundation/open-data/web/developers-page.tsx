/** 开放接口: how programs find and take data. */
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { OpenFrame } from './parts/frame.tsx';

export default function DevelopersPage(): ReactNode {
  const [asked] = useSearchParams();
  const code = /^[a-z][a-z0-9-]{1,59}$/.exec(asked.get('code') ?? '')?.[0] ?? 'air-daily';
  const here = globalThis.location.origin;
  return (
    <OpenFrame>
      <header className="open-data-head">
        <h1>开放接口</h1>
        <p className="city-muted">
          所有接口的参数和返回见<a href="/api/docs">接口文档</a>。
        </p>
      </header>
      <section className="open-data-part">
        <h2>按密钥取数据</h2>
        <p>
          在<Link to="/open-data/mine">我的申请</Link>里签发接口密钥，放在请求头 <code>x-api-key</code>
          里。每份数据每天有次数限额；有条件开放的数据还需要有效的授权。
        </p>
        <pre className="open-data-code" tabIndex={0}>
          {`curl -H "x-api-key: 你的密钥" \\\n  "${here}/api/open-data/v1/datasets/${code}/rows?page=1&size=100"`}
        </pre>
        <p>
          <code>字段名=值</code> 是筛选条件，同一字段写多次表示其中任一；<code>page</code> 从1开始，
          <code>size</code> 是一页行数。
        </p>
      </section>
      <section className="open-data-part">
        <h2>CKAN 动作接口</h2>
        <p>CKAN 客户端把下面的地址当作站点地址，不用改动就能用：</p>
        <pre className="open-data-code" tabIndex={0}>
          {`from ckanapi import RemoteCKAN\nsite = RemoteCKAN('${here}/api/open-data/ckan')\nsite.action.package_search(q='空气', rows=5)`}
        </pre>
      </section>
      <section className="open-data-part">
        <h2>DCAT 目录</h2>
        <p className="open-data-facts">
          <a href="/api/open-data/dcat/jsonld">JSON-LD</a>
          <a href="/api/open-data/dcat/ttl">Turtle</a>
          <a href="/api/open-data/dcat/rdf">RDF/XML</a>
        </p>
      </section>
    </OpenFrame>
  );
}
