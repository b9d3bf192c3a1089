"""Views of what stands open to society: the public face reads these and no table of the business.

A later migration that changes one of these tables drops the views first (`DROP`) and creates them again after (`CREATE`).
"""

from django.db import migrations, models

CREATE = (
    """
CREATE VIEW disclosure_open AS
SELECT p.id, p.sequence, p.kind, p.topic, COALESCE(i.code, '') AS item_code, COALESCE(i.name, '') AS item_name,
       p.code, p.lineage_key, p.title, p.category, p.department_code, p.department_name, p.content, p.search_text,
       p.published_at, p.content_hash, p.previous_hash, p.hash
FROM disclosure_publication p LEFT JOIN disclosure_disclosureitem i ON i.id = p.item_id
WHERE p.face = 'open' AND p.state = 'published' AND p.kind IN ('power', 'item', 'answer')
""",
    """
CREATE VIEW disclosure_open_link AS
SELECT p.id, p.sequence, p.kind, COALESCE(i.name, '') AS item_name, p.code, p.lineage_key, p.department_name, p.state,
       CASE WHEN p.kind IN ('withdrawal', 'prints') THEN p.content END AS content,
       p.published_at, p.ended_at, p.content_hash, p.previous_hash, p.hash
FROM disclosure_publication p LEFT JOIN disclosure_disclosureitem i ON i.id = p.item_id
WHERE p.face = 'open'
""",
    """
CREATE VIEW disclosure_open_file AS
SELECT f.id, f.publication_id, f.kind, f.name, f.content_type, f.size, f.sha256, f.data
FROM disclosure_publicationfile f JOIN disclosure_publication p ON p.id = f.publication_id
WHERE p.face = 'open' AND p.state = 'published'
""",
    """
CREATE VIEW disclosure_open_item AS
SELECT i.id, i.code, i.name, i.topic, i.aspect, i.basis, i.basis_status, d.name AS department_name, i.form, i.period,
       i.clock_days, i.position
FROM disclosure_disclosureitem i JOIN organization_department d ON d.id = i.department_id
WHERE i.scope = 'society' AND NOT i.is_retired
""",
    """
CREATE VIEW disclosure_open_batch AS
SELECT b.id, b.title, b.count, b.expires_on FROM disclosure_slipbatch b WHERE NOT b.is_closed
""",
)
DROP = tuple(
    f"DROP VIEW disclosure_open{name}" for name in ("_batch", "_item", "_file", "_link", "")
)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0012_let_the_public_answer"), ("organization", "0001_initial")]
    operations = [
        migrations.RunSQL(list(CREATE), list(DROP)),
        migrations.CreateModel(
            name='OpenItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('topic', models.CharField(choices=[('personnel', '人事任免'), ('budget', '经费预决算'), ('spending', '财务报销'), ('assets', '资产管理'), ('integrity', '廉政建设'), ('powers', '职权运行'), ('procurement', '采购招标'), ('works', '工程建设'), ('prices', '收费价格'), ('services', '就医服务'), ('donations', '捐赠资助'), ('answers', '答复群众')], max_length=12)),
                ('aspect', models.CharField(choices=[('flow', '办事流程'), ('basis', '权力依据'), ('result', '办事结果'), ('other', '其他')], max_length=6)),
                ('basis', models.CharField(max_length=200)),
                ('basis_status', models.CharField(choices=[('valid', '有效'), ('repealed', '已废止'), ('unchecked', '待核')], max_length=10)),
                ('department_name', models.CharField(max_length=60)),
                ('form', models.CharField(max_length=120)),
                ('period', models.CharField(choices=[('event', '形成或变更后'), ('month', '每月'), ('quarter', '每季度'), ('half', '每半年'), ('year', '每年')], max_length=8)),
                ('clock_days', models.PositiveSmallIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'db_table': 'disclosure_open_item',
                'managed': False,
            },
        ),
    ]
