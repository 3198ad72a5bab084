/** Tabs by the pattern of the ARIA practices: arrows move, one tab stop. */
export function tabs(list, opened) {
  const all = [...list.querySelectorAll('[role=tab]')]
  const name = (tab) => tab.getAttribute('aria-controls')
  const api = {
    current: name(all[0]),
    select(wanted) {
      api.current = wanted
      for (const tab of all) {
        const on = name(tab) === wanted
        tab.setAttribute('aria-selected', String(on))
        tab.tabIndex = on ? 0 : -1
        document.getElementById(name(tab)).hidden = !on
      }
      opened(wanted)
    },
  }
  all.forEach((tab, i) => {
    tab.addEventListener('click', () => api.select(name(tab)))
    tab.addEventListener('keydown', (event) => {
      const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      if (by === 0) return
      event.preventDefault()
      const next = all[(i + by + all.length) % all.length]
      next.focus()
      api.select(name(next))
    })
  })
  return api
}
