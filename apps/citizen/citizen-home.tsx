/** The citizen's first page: 长辈版 switch in sight, search, services by group. */
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { matchesText, usePinyin } from '../../ui/form/match-pinyin.ts';
import { Icon } from '../../ui/icon.tsx';
import { useElder } from '../../ui/phone/phone-root.tsx';
import { type SessionPage, useSession } from '../../ui/session.ts';
import { DemoMark } from '../../ui/status-tag.tsx';
import { menuGroups } from '../desk/menu-groups.ts';
import shape from '../shell/city-shape.svg';

export function CitizenHome(props: { readonly pages: readonly SessionPage[] }): ReactNode {
  const { demo, signedIn, subject } = useSession();
  const { size, choose } = useElder();
  const [query, setQuery] = useState('');
  const preparePinyin = usePinyin();
  const services = props.pages.filter((page) => page.menu && page.menu !== '我的');
  const found = services.filter(
    (page) => matchesText(query, page.title) || matchesText(query, page.systemTitle),
  );
  const elder = size !== 'none';
  return (
    <>
      <header className="citizen-hero">
        <img src={shape} alt="" aria-hidden />
        <div className="citizen-hero-top">
          <b>数字阜阳</b>
          <DemoMark demo={demo} />
          <button
            type="button"
            className="citizen-elder"
            aria-pressed={elder}
            onClick={() => choose(elder ? 'none' : 'large')}
          >
            {elder ? '标准版' : '长辈版'}
          </button>
        </div>
        <p className="citizen-hello">
          {subject.name !== '' && signedIn ? `${subject.name}，您好` : '您好，有什么可以帮您？'}
        </p>
        <input
          className="phone-input"
          type="search"
          placeholder="搜索服务，如：井盖"
          aria-label="搜索服务"
          value={query}
          onFocus={preparePinyin}
          onChange={(event) => setQuery(event.target.value)}
        />
      </header>
      <div className="phone-body">
        {!signedIn && !query && (
          <section className="phone-card">
            <p>登录后可以使用随手报、查进度等服务。</p>
            <Link className="phone-button is-primary" style={{ marginTop: 12 }} to="/sign-in">
              登录 / 注册
            </Link>
          </section>
        )}
        {menuGroups(found).map((group) => (
          <section key={group.title} className="phone-card">
            <h2>{group.title}</h2>
            <ul className="citizen-services">
              {group.pages.map((page) => (
                <li key={page.path}>
                  <Link to={page.path}>
                    <span className="citizen-service-icon">
                      <Icon name={page.icon} />
                    </span>
                    {page.title}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {found.length === 0 && (query || signedIn) && (
          <section className="phone-card">
            <p>{query ? `没有找到“${query}”，换个说法试试，或拨打 12345 热线。` : '暂无可用的服务。'}</p>
          </section>
        )}
        <a className="phone-button" href="tel:12345">
          <Icon name="phone" />
          拨打 12345 热线
        </a>
      </div>
    </>
  );
}
