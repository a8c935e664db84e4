-- One process for all documents of a company: `pandoc lua script.lua jobs.json`.
-- Writes every Typst source, saying "typst N" as each is ready; waits for "go" on stdin (the Word house style is
-- ready); then writes every .docx, saying "docx N". "error N text" ends the run.
local jobs_file = arg[1]
local file = assert(io.open(jobs_file, 'r'))
local plan = pandoc.json.decode(file:read('a'), false)
file:close()

local function load(name, ...) return assert(loadfile(plan.lua .. '/' .. name))(...) end
local common = load('blocks.lua', load('pictures.lua', load('common.lua')))
local typst = load('typst.lua', common)
local word = load('word_table.lua', common, load('word_fields.lua', load('word.lua', common)))

local function say(...) io.stdout:write(table.concat({...}, ' '), '\n'); io.stdout:flush() end
local function write(path, bytes)
  local out = assert(io.open(path, 'wb'))
  out:write(bytes)
  out:close()
end

local function read_bytes(path)
  local handle = assert(io.open(path, 'rb'))
  local bytes = handle:read('a')
  handle:close()
  return bytes
end

local function read(job)
  if job.word then
    local doc = pandoc.read(read_bytes(job.word), 'docx+styles')
    if job.own then doc = common.own_letter(doc, job) end
    doc.blocks = common.letter(doc.blocks)
    return common.settle(doc)
  end
  local doc = common.extracts(common.read(job.markdown), job.media)
  common.check(doc)
  common.check_pictures(doc, job)
  return common.settle(doc)
end

local function prepared(job, W)
  job.doc = job.doc or read(job)
  local doc = job.doc
  if job.cover then
    job.cover.inlines = function(text)
      local part = common.prepare(common.settle(pandoc.Pandoc({pandoc.Plain(common.inlines(text))})), W, plan.words)
      return part.blocks[1] and part.blocks[1].content or pandoc.List{}
    end
  end
  return common.prepare(doc, W, plan.words)
end

local function assembled(job, W, after_cover)
  local ctx = common.context(job, plan.words)
  local doc = prepared(job, W)
  local out = pandoc.List{}
  if job.cover then out:extend(W.cover(job, plan.words, ctx)); out:extend(after_cover) end
  local has_place = false
  doc:walk{Div = function(el) if common.has(el, 'toc-here') then has_place = true end end}
  if job.toc and not has_place then
    out:extend(W.contents(ctx))
  end
  out:extend(common.walk(doc.blocks, ctx, W))
  return out
end

local function write_typst(job)
  typst.reset()
  local blocks = assembled(job, typst, {})
  local text = pandoc.write(pandoc.Pandoc(blocks), 'typst-smart', {wrap_text = 'none'})
  for _, char in ipairs(job.strange or {}) do text = text:gsub(char, '?') end
  write(job.typst, job.prelude .. text)
end

local function write_docx(job)
  if job.word then return end
  word.reset()
  local blocks = assembled(job, word, word.pagebreak())
  local doc = pandoc.Pandoc(blocks, {lang = pandoc.MetaString(plan.language)})
  write(job.docx, pandoc.write(doc, 'docx', {reference_doc = job.reference, wrap_text = 'none'}))
end

local function each(what, run)
  for index, job in ipairs(plan.jobs) do
    local ok, message = pcall(run, job)
    if not ok then
      say('error', tostring(index - 1), (tostring(message):gsub('[\r\n]+', ' ')))
      os.exit(3)
    end
    say(what, tostring(index - 1))
  end
end

if plan.pdf then each('typst', write_typst) end
if io.stdin:read('l') ~= 'go' then os.exit(4) end
each('docx', write_docx)
