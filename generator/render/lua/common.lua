-- What both writers share: reading, checking, and the walk that hands every Div and Span of docs/markup.md to a writer.
local M = {}
local List = pandoc.List

-- Everything that could smuggle a writer's own language, or change a plain character, is off.
M.format = 'markdown-auto_identifiers-implicit_figures-citations-raw_html-raw_tex-raw_attribute-tex_math_dollars'
  .. '-latex_macros-footnotes-inline_notes-subscript-superscript-example_lists-yaml_metadata_block-pandoc_title_block'
  .. '-native_divs-native_spans-markdown_in_html_blocks-fancy_lists-definition_lists-line_blocks-table_captions'
  .. '-grid_tables-multiline_tables-simple_tables-implicit_header_references-shortcut_reference_links'
M.inline_format = M.format

function M.read(text) return pandoc.read(text, M.format, {columns = 1}) end

function M.inlines(text)
  local blocks = M.read(text).blocks
  return pandoc.utils.blocks_to_inlines(blocks, {pandoc.Space()})
end

function M.plain_inlines(text)
  -- plain text, never Markdown
  local out = List{}
  for word in text:gmatch('%S+') do
    if #out > 0 then out:insert(pandoc.Space()) end
    out:insert(pandoc.Str(word))
  end
  return out
end

function M.has(el, class) return el.classes:includes(class) end

function M.millimetres(value, default)
  local number = tonumber((tostring(value or ''):gsub('mm$', '')))
  return number or default
end

local function quoted(el)
  local open, close = '“', '”'
  if el.quotetype == 'SingleQuote' then open, close = '‘', '’' end
  local out = List{pandoc.Str(open)}
  out:extend(el.content)
  out:insert(pandoc.Str(close))
  return out
end

-- Ids once, links somewhere: what Word and Typst would find out too late or not at all.
function M.check(doc)
  local ids, links = {}, {}
  local function note(el)
    if el.identifier and el.identifier ~= '' then
      if ids[el.identifier] then error('the id #' .. el.identifier .. ' stands twice', 0) end
      ids[el.identifier] = true
    end
  end
  doc:walk{
    Div = note, Header = note, Span = note, Table = note,
    Link = function(el) if el.target:sub(1, 1) == '#' then links[#links + 1] = el.target:sub(2) end end,
    Div = function(el)
      note(el)
      if el.attributes.id then ids[el.attributes.id] = true end
    end,
  }
  for _, target in ipairs(links) do
    if not ids[target] then error('a link goes to #' .. target .. ', which is not in this document', 0) end
  end
end

function M.risk_level(el)
  for _, level in ipairs{'low', 'medium', 'high'} do if M.has(el, level) then return level end end
  error('a .risk span needs .low, .medium or .high: ' .. pandoc.utils.stringify(el), 0)
end

-- Spans -----------------------------------------------------------------------------------------------------------

local function span(el, W, words)
  if M.has(el, 'risk') then
    local level = M.risk_level(el)
    local content = el.content
    if not pandoc.utils.stringify(content):match('%a') then
      content = content .. List{pandoc.Space(), pandoc.Str(words[level])}
    end
    return W.risk(level, content)
  end
  if M.has(el, 'br') then return {pandoc.LineBreak()} end
  if M.has(el, 'field') then return W.field(el.attributes, el.content) end
  for _, class in ipairs{'confirm', 'missing', 'chip', 'muted', 'code', 'nobreak'} do
    if M.has(el, class) then return W.inline(class, el.content) end
  end
  return nil
end

-- A number stays with its unit: "11 m" is not broken over two lines.
local units = {}
for unit in ('m cm mm km kg g t L mL kPa MPa psi dBA dB V A W kW Hz °C °F ppm mg % × m² m³ km/h'):gmatch('%S+') do units[unit] = true end
local function tied(inlines)
  for i = 2, #inlines - 1 do
    local left, right = inlines[i - 1], inlines[i + 1]
    if inlines[i].t == 'Space' and left.t == 'Str' and right.t == 'Str' and left.text:match('%d$')
      and units[(right.text:gsub('[.,;:)]+$', ''))] then
      inlines[i] = pandoc.Str('\u{a0}')
    end
  end
  return inlines
end

-- What is the same for both writers, done once.
-- A minus sign, as Typst sets it by itself: "-28 °C" must be the same word in Word.
local function minus(el)
  el.text = el.text:gsub('^%-(%d)', '−%1')
  return el
end

function M.settle(doc) return doc:walk{Quoted = quoted, Str = minus}:walk{Inlines = tied} end

-- Spans and characters in a writer's own form.
function M.prepare(doc, W, words)
  return doc:walk{Span = function(el) return span(el, W, words) end, Str = W.literal}
end

-- Lists of "label :: value" ------------------------------------------------------------------------------------------

local function trimmed(inlines)
  local out = List(inlines)
  while #out > 0 and (out[1].t == 'Space' or out[1].t == 'SoftBreak') do out:remove(1) end
  while #out > 0 and (out[#out].t == 'Space' or out[#out].t == 'SoftBreak') do out:remove(#out) end
  return out
end

local function only_list(div, what)
  local list = div.content[1]
  if #div.content ~= 1 or (list.t ~= 'BulletList' and list.t ~= 'OrderedList') then
    error('a .' .. what .. ' block holds one bullet list and nothing else', 0)
  end
  return list.content
end
M.only_list = only_list

-- One item: {label, value, attributes}; `[label]{.wide lines=4} :: value`.
function M.pair(blocks)
  local inlines = pandoc.utils.blocks_to_inlines(blocks, {pandoc.LineBreak()})
  local label, value, seen = List{}, List{}, false
  for _, inline in ipairs(inlines) do
    if not seen and inline.t == 'Str' and inline.text == '::' then seen = true
    elseif seen then value:insert(inline) else label:insert(inline) end
  end
  label, value = trimmed(label), trimmed(value)
  local attributes, wide = {}, false
  if #label == 1 and label[1].t == 'Span' then
    attributes, wide = label[1].attributes, M.has(label[1], 'wide')
    label = label[1].content
  end
  return {label = label, value = value, attributes = attributes, wide = wide, marked = seen}
end

function M.pairs_of(div, what)
  local out = List{}
  for _, item in ipairs(only_list(div, what)) do out:insert(M.pair(item)) end
  return out
end

-- Tables ------------------------------------------------------------------------------------------------------------

local function is_merge(cell)
  return #cell.contents == 1 and pandoc.utils.stringify(cell.contents):match('^%s*%^%^%s*$') ~= nil
end

-- A column of risk badges is as wide as its widest badge; the others share the rest.
local BADGE = 21 -- millimetres
local function wide_enough(el, widths, W, ctx)
  local narrow, rest, taken = {}, 0, 0
  for _, row in ipairs(el.bodies[1].body) do
    for i, cell in ipairs(row.cells) do
      cell.contents:walk{Inline = function(inline) if W.is_risk(inline) then narrow[i] = true end end}
    end
  end
  for i, width in ipairs(widths) do
    if narrow[i] and width < BADGE / ctx.width then taken = taken + 1 else narrow[i] = nil; rest = rest + width end
  end
  for i, width in ipairs(widths) do
    widths[i] = narrow[i] and BADGE / ctx.width or width / rest * (1 - taken * BADGE / ctx.width)
  end
end

-- A table as {widths (fractions), aligns, header (cells or nil), rows}; a cell is {blocks, rowspan, merged}.
function M.table(el, attributes, W, ctx)
  local widths, aligns, total = {}, {}, 0
  for i, spec in ipairs(el.colspecs) do
    aligns[i] = spec[1]
    widths[i] = spec[2] or 1
    total = total + widths[i]
  end
  for i, width in ipairs(widths) do widths[i] = width / total end
  wide_enough(el, widths, W, ctx)
  local header, blank = {}, true
  for _, cell in ipairs(el.head.rows[1] and el.head.rows[1].cells or {}) do
    header[#header + 1] = {blocks = cell.contents, rowspan = 1}
    blank = blank and #cell.contents == 0
  end
  local rows, above = {}, {}
  for _, row in ipairs(el.bodies[1].body) do
    local cells = {}
    for i, cell in ipairs(row.cells) do
      if is_merge(cell) and above[i] then
        above[i].rowspan = above[i].rowspan + 1
        cells[i] = {blocks = List{}, merged = true}
      else
        cells[i] = {blocks = cell.contents, rowspan = 1}
        above[i] = cells[i]
      end
    end
    rows[#rows + 1] = cells
  end
  for _ = #rows + 1, tonumber(attributes.rows or 0) do
    local cells = {}
    for i = 1, #widths do cells[i] = {blocks = List{}, rowspan = 1} end
    rows[#rows + 1] = cells
  end
  return {widths = widths, aligns = aligns, header = (not blank) and header or nil, rows = rows,
    height = M.millimetres(attributes.height, nil), alt = attributes.caption}
end

-- Blocks ------------------------------------------------------------------------------------------------------------

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

local function div_block(div, ctx, W)
  local words = ctx.words
  for _, kind in ipairs(table_kinds) do
    if M.has(div, kind) and #div.content == 1 and div.content[1].t == 'Table' then
      return W.table(M.table(div.content[1], div.attributes, W, ctx), kind, ctx)
    end
  end
  if M.has(div, 'card') then return card(div, ctx, W) end
  if M.has(div, 'columns') then return columns(div, ctx, W) end
  if M.has(div, 'field-grid') then
    return W.field_grid(M.pairs_of(div, 'field-grid'), tonumber(div.attributes.columns or 2), ctx)
  end
  if M.has(div, 'signatures') then
    return W.signatures(only_list(div, 'signatures'), tonumber(div.attributes.columns or 3), ctx)
  end
  if M.has(div, 'facts') or M.has(div, 'document-control') then
    return W.facts(M.pairs_of(div, 'facts'), tonumber(div.attributes.columns or 4), ctx)
  end
  if M.has(div, 'chips') then return W.chips(only_list(div, 'chips'), ctx) end
  if M.has(div, 'checklist') then return W.checklist(only_list(div, 'checklist'), ctx, walk) end
  if M.has(div, 'pagebreak') then return W.pagebreak() end
  if M.has(div, 'toc-here') then return W.contents(ctx) end
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
  for _, class in ipairs{'lead', 'note', 'keep', 'steps', 'letterhead', 'letterhead-address', 'letter-line'} do
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
