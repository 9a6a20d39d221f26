'use strict';

// The form hands a conversation in; what comes of it is drawn by the server and put in here as it is.
const form = document.getElementById('audit');
const by = id => document.getElementById(id);
const words = form.dataset;
let file = null;
let round = 0;

form.addEventListener('change', event => {
  if (event.target.name === 'what') {
    by('text-side').hidden = event.target.value !== 'text';
    by('audio-side').hidden = event.target.value !== 'audio';
  }
});

by('example').addEventListener('click', () => {
  by('dialogue').value = by('example').dataset.text.replaceAll(' / ', '\n');
  by('dialogue').focus();
});

const size = bytes => {
  const large = bytes >= 1e6;
  const unit = { style: 'unit', unit: large ? 'megabyte' : 'kilobyte', maximumFractionDigits: large ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, unit).format(bytes / (large ? 1e6 : 1e3));
};
const choose = chosen => {
  file = chosen || null;
  by('drop').classList.toggle('full', file !== null);
  by('file-name').textContent = file
    ? file.name + ' · ' + size(file.size)
    : by('file-name').dataset.empty;
};
by('file').addEventListener('change', () => choose(by('file').files[0]));
const drop = by('drop');
for (const type of ['dragenter', 'dragover']) {
  drop.addEventListener(type, event => { event.preventDefault(); drop.classList.add('over-it'); });
}
for (const type of ['dragleave', 'drop']) {
  drop.addEventListener(type, event => { event.preventDefault(); drop.classList.remove('over-it'); });
}
drop.addEventListener('drop', event => choose(event.dataTransfer.files[0]));

const say = (text, busy) => {
  by('status').hidden = !text;
  by('status').classList.toggle('busy', busy);
  // Only what has changed is worth reading out.
  if (by('status').textContent !== text) by('status').textContent = text;
};

const end = fault => {
  by('go').disabled = false;
  by('progress').hidden = true;
  by('fault').hidden = !fault;
  by('fault').textContent = fault || '';
  if (fault) say('', false);
};

// What the server said, by its status and its JSON; a cut connection is status 0.
const post = (path, body, headers, progress) => new Promise(resolve => {
  const request = new XMLHttpRequest();
  request.open('POST', path);
  Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
  request.upload.onprogress = event => { if (event.lengthComputable) progress(event.loaded / event.total); };
  request.onloadend = () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* an answer of something in between: its status tells */ }
    resolve({ status: request.status, answer });
  };
  request.send(body);
});

const uploaded = share => {
  const percent = Math.floor(share * 100);
  by('progress').hidden = false;
  by('progress').value = percent;
  say(share < 1 ? words.uploading : words.judging, true);
};

const handIn = () => {
  const mode = new FormData(form).get('content_mode');
  if (new FormData(form).get('what') === 'text') {
    const text = { dialog_text: by('dialogue').value, content_mode: mode };
    return post('/analyze_call', JSON.stringify(text), { 'Content-Type': 'application/json' }, () => {});
  }
  const data = new FormData();
  data.append('content_mode', mode);
  data.append('audio', file);
  return post('/analyze_audio_call', data, { Prefer: 'respond-async' }, uploaded);
};

const missing = () => {
  if (new FormData(form).get('what') === 'audio') return file ? '' : words.nofile;
  return by('dialogue').value.trim() ? '' : words.notext;
};

// In the reader's language where it is known what it is; else what the server says follows.
const refusals = JSON.parse(words.refusals);
const refusal = (status, answer) => refusals[answer.code] || refusals[status]
  || refusals.other + ' ' + (answer.detail || 'HTTP ' + status);

const show = async (key, mine) => {
  let shown = '';
  for (let pause = 400; mine === round; pause = Math.min(pause * 1.3, 2000)) {
    let state = 'open';
    try {
      const answer = await fetch(words.verdict + encodeURIComponent(key) + words.asked);
      if (answer.ok) {
        const html = await answer.text();
        if (html !== shown && mine === round) by('verdict').innerHTML = shown = html;
        state = by('verdict').firstElementChild.dataset.audited;
      }
    } catch { /* not reachable for the moment: the next look may be luckier */ }
    if (state !== 'open') return state;
    await new Promise(resolve => setTimeout(resolve, pause));
  }
  return 'left';
};

form.addEventListener('submit', async event => {
  event.preventDefault();
  const mine = ++round;
  by('verdict').replaceChildren();
  end(missing());
  if (missing()) return;
  by('go').disabled = true;
  say(words.judging, true);
  const { status, answer } = await handIn();
  if (status !== 200 && status !== 202) {
    end(status ? refusal(status, answer) : words.lost);
    return;
  }
  by('progress').hidden = true;
  const state = await show(answer.call_key, mine);
  if (state === 'left') return;
  end('');
  say(state === 'judged' ? words.done : words.failed, false);
  const title = document.querySelector('.result-title');
  if (title) {
    title.focus({ preventScroll: true });
    title.closest('section').scrollIntoView({ block: 'nearest' });
  }
});
