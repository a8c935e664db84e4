-- The walk over a document's blocks: every Div and table of docs/markup.md goes to the writer that knows it.
local M = ...
local List = pandoc.List
local only_list = M.only_list

local table_kinds = {'plain', 'grid', 'assessment', 'matrix'}
local walk

local function labelled(blocks, label)
  local first = blocks[1]
  if first and (first.t == 'Para' or first.t == 'Plain') then
    local content = List(label)
    content:extend(first.content)
    local out = List{pandoc.Para(content)}
    for i = 2, #blocks do out:insert(blocks[i]) end
    return out
  end
  local out = List{pandoc.Para(label)}
  out:extend(blocks)
  return out
end

local function card(div, ctx, W)
  local attributes, doc = div.attributes, ctx.job
  local sub = attributes.sub or ''
  if attributes.code and attributes.code ~= '' then
    sub = attributes.code .. (sub ~= '' and ' · ' .. sub or '')
  end
  return W.card{
    title = M.plain_inlines(attributes.title or doc.title), sub = M.plain_inlines(sub),
    note = attributes.note and attributes.note ~= '' and M.plain_inlines(attributes.note) or nil,
    quiet = M.has(div, 'quiet'), anchor = attributes.id, ctx = ctx,
  }
end

local function only_table(div)
  local one = div.content[1]
  if #div.content ~= 1 or one.t ~= 'Table' or #one.colspecs ~= 3 or #one.head.rows == 0 then
    error('a .bars block holds one table of three columns with a header, and nothing else', 0)
  end
  return one
end

local function columns(div, ctx, W)
  local parts = List{}
  for _, child in ipairs(div.content) do
    if child.t ~= 'Div' or not M.has(child, 'column') then error('.columns holds .column blocks only', 0) end
    parts:insert(child.content)
  end
  local widths, total = {}, 0
  for number in (div.attributes.widths or ''):gmatch('[%d.]+') do widths[#widths + 1] = tonumber(number) end
  for i = 1, #parts do widths[i] = widths[i] or 1; total = total + widths[i] end
  for i = 1, #parts do widths[i] = widths[i] / total end
  local inner = List{}
  for i, part in ipairs(parts) do inner:insert(walk(part, ctx:narrower(W.column_width(ctx, widths[i])), W)) end
  return W.columns(inner, widths, ctx)
end

-- A chart: the number in the last column stands with a bar beside it, on one scale; a row that goes on with ^^ is the
-- pale one of its pair. The numbers are text, so the table is the chart's own alternative.
local BAR_COLUMNS = {0.27, 0.18, 0.10, 0.45}
local function bars(div, ctx, W)
  local source = only_table(div)
  local t = M.table(source, div.attributes, W, ctx)
  local most = 0
  for _, row in ipairs(t.rows) do
    row.number = tonumber((pandoc.utils.stringify(row[#row].blocks):gsub('[^%d.]', ''))) or 0
    most = math.max(most, row.number)
  end
  for _, row in ipairs(t.rows) do
    row[#row + 1] = {blocks = List{}, rowspan = 1, bar = {share = most > 0 and row.number / most or 0, dark = not row[1].merged}}
  end
  t.header[#t.header].colspan = 2
  t.widths, t.aligns[#t.aligns] = BAR_COLUMNS, 'AlignRight'
  return W.table(t, 'plain', ctx)
end

-- Text of another document, see M.extracts: a card without a title has the title of that document.
local function extract(div, ctx, W)
  local own = ctx:narrower(M.millimetres(div.attributes.width, ctx.width))
  own.job = setmetatable({title = div.attributes.title}, {__index = ctx.job})
  return W.anchored(div.identifier, walk(div.content, own, W))
end

-- What holds its items side by side, and how many: a picture in one has its share of the width.
local shared = {['field-grid'] = 2, facts = 4, ['document-control'] = 4, signatures = 3, chips = 3, checklist = 1}

local function div_block(div, ctx, W)
  local words = ctx.words
  for class, count in pairs(shared) do
    if M.has(div, class) then div = M.pictured(div, ctx.width / tonumber(div.attributes.columns or count) - 8, ctx.job, W) end
  end
  for _, kind in ipairs(table_kinds) do
    if M.has(div, kind) and #div.content == 1 and div.content[1].t == 'Table' then
      return W.table(M.table(div.content[1], div.attributes, W, ctx), kind, ctx)
    end
  end
  if M.has(div, 'bars') then return bars(div, ctx, W) end
  if M.has(div, 'card') then return card(div, ctx, W) end
  if M.has(div, 'columns') then return columns(div, ctx, W) end
  if M.has(div, 'field-grid') then
    return W.field_grid(M.pairs_of(div, 'field-grid'), tonumber(div.attributes.columns or 2), ctx)
  end
  if M.has(div, 'signatures') then
    local items = only_list(div, 'signatures')
    return W.signatures(items, tonumber(div.attributes.columns or math.max(2, math.min(3, #items))), ctx)
  end
  if M.has(div, 'facts') or M.has(div, 'document-control') then
    return W.facts(M.pairs_of(div, 'facts'), tonumber(div.attributes.columns or 4), ctx)
  end
  if M.has(div, 'chips') then return W.chips(only_list(div, 'chips'), ctx) end
  if M.has(div, 'checklist') then return W.checklist(only_list(div, 'checklist'), ctx, walk) end
  if M.has(div, 'pagebreak') then return W.pagebreak() end
  if M.has(div, 'toc-here') then return W.contents(ctx) end
  if M.has(div, 'extract') then return extract(div, ctx, W) end
  local content = div.content
  if M.has(div, 'law') then return W.block('law', W.labelled(content, 'law', words.law, labelled), ctx, walk) end
  if M.has(div, 'letter-law') then return W.block('law', content, ctx, walk) end
  if M.has(div, 'stop') then return W.callout(true, content, ctx, walk) end
  if M.has(div, 'form-note') then
    return W.callout(false, W.labelled(content, 'label', div.attributes.label or words.form_note, labelled), ctx, walk)
  end
  if M.has(div, 'note') and div.attributes.label then
    content = W.labelled(content, 'label', div.attributes.label, labelled)
  end
  for _, class in ipairs{'lead', 'note', 'whole', 'keep', 'steps', 'letterhead', 'letterhead-address', 'letter-line'} do
    if M.has(div, class) then return W.block(class, content, ctx, walk) end
  end
  local inner = walk(content, ctx, W)
  if div.identifier ~= '' then return W.anchored(div.identifier, inner) end
  return inner
end

local function list_block(list, ctx, W)
  local items = List{}
  for _, item in ipairs(list.content) do items:insert(walk(item, ctx, W)) end
  if list.t == 'BulletList' then return W.list(pandoc.BulletList(items), ctx) end
  return W.list(pandoc.OrderedList(items, list.listAttributes), ctx)
end

-- Lines to sign on do not stand alone on a page: they keep with the words before them.
local function with_signatures(blocks)
  local out = List{}
  for _, block in ipairs(blocks) do
    local before = out[#out]
    if block.t == 'Div' and M.has(block, 'signatures') and before
      and (before.t == 'Para' or before.t == 'Div' and (M.has(before, 'note') or M.has(before, 'field-grid'))) then
      out[#out] = pandoc.Div({before, block}, pandoc.Attr('', {'keep'}))
    else out:insert(block) end
  end
  return out
end

function walk(blocks, ctx, W, kept)
  local out = List{}
  if not kept then blocks = with_signatures(blocks) end
  for _, block in ipairs(blocks) do
    if block.t ~= 'Div' and block.t ~= 'Table' then block = M.pictured(block, ctx.width, ctx.job, W) end
    if block.t == 'Div' then out:extend(div_block(block, ctx, W))
    elseif block.t == 'Table' then out:extend(W.table(M.table(block, {}, W, ctx), 'house', ctx))
    elseif block.t == 'Header' then out:extend(W.heading(block, ctx))
    elseif block.t == 'BulletList' or block.t == 'OrderedList' then out:extend(list_block(block, ctx, W))
    elseif block.t == 'BlockQuote' then out:extend(W.block('note', block.content, ctx, walk))
    else out:extend(W.paragraph(block, ctx)) end
  end
  return out
end
M.walk = walk

-- A letter that a person wrote: what they put in it must not stop the typesetter. Headings go down step by step, links into
-- the file print their words, pictures are those that came along, a letter that the typeface lacks is a question mark.
function M.own_letter(doc, job)
  local level, instead = 0, {['◻'] = '☐'} -- the box of Word's symbol font, as pandoc reads it
  for _, char in ipairs(job.strange or {}) do instead[char] = '[?]' end
  local function known(el)
    el.text = el.text:gsub(utf8.charpattern, instead)
    return el
  end
  return doc:walk{
    Str = known, Code = known,
    traverse = 'topdown',
    Header = function(el)
      level = math.min(el.level, level + 1)
      return pandoc.Header(level, el.content)
    end,
    Span = function(el) el.identifier = ''; return el end,
    Div = function(el) el.identifier = ''; return el end,
    Link = function(el) if el.target:sub(1, 1) == '#' then return el.content end end,
    Image = function(el)
      local stem = job.id .. '/' .. el.src:match('[^/]*$'):gsub('%.%w+$', '')
      local name = job.media[stem .. '.png'] and stem .. '.png' or stem .. '.jpg'
      if not job.media[name] then return pandoc.Str('[picture]') end
      for _, side in ipairs{'width', 'height'} do
        local inches = (el.attributes[side] or ''):match('^([%d.]+)in$')
        el.attributes[side] = inches and string.format('%.1fmm', tonumber(inches) * 25.4)
      end
      el.src, el.identifier = name, ''
      if pandoc.utils.stringify(el.caption) == '' then el.caption = {pandoc.Str('Picture')} end
      return el
    end,
  }
end

-- A letter was written in Word: its styles become the blocks of this vocabulary.
local letter_classes = {
  ['Letterhead'] = 'letterhead', ['Letterhead Address'] = 'letterhead-address', ['Letter Line'] = 'letter-line', ['Lead'] = 'lead',
  ['Law'] = 'letter-law', ['Note'] = 'note',
}
function M.letter(blocks)
  local out, lines = List{}, List{}
  local function sign()
    if #lines > 0 then
      out:insert(pandoc.Div({pandoc.BulletList(lines)}, pandoc.Attr('', {'signatures'}, {columns = '2'})))
      lines = List{}
    end
  end
  for _, block in ipairs(blocks) do
    local style = block.t == 'Div' and block.attributes['custom-style']
    if style == 'Signature Line' then lines:insert(block.content)
    else
      sign()
      if style and letter_classes[style] then out:insert(pandoc.Div(block.content, pandoc.Attr('', {letter_classes[style]})))
      elseif block.t == 'Header' then out:insert(pandoc.Header(block.level, block.content))
      else out:insert(block) end
    end
  end
  sign()
  return out
end

local Context = {}
Context.__index = Context
function Context:narrower(width, inside)
  return setmetatable({job = self.job, words = self.words, width = width, inside = inside or self.inside}, Context)
end
function M.context(job, words)
  return setmetatable({job = job, words = words, width = job.width, inside = nil}, Context)
end

return M
