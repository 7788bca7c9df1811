import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from frontdesk.platform import policies


class Migration(migrations.Migration):

    dependencies = [
        ('ai', '0004_drift_reports'),
        ('orgs', '0003_contacts_by_address'),
    ]

    operations = [
        migrations.CreateModel(
            name='Classifier',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('empty', 'Empty'), ('untrained', 'Untrained'), ('training', 'Training'), ('ready', 'Ready'), ('failed', 'Failed')], default='empty', max_length=10)),
                ('version', models.PositiveIntegerField(db_default=0, default=0)),
                ('trained_at', models.DateTimeField(null=True)),
                ('trained_count', models.PositiveIntegerField(db_default=0, default=0)),
                ('metrics', models.JSONField(null=True)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'ai_classifier',
            },
        ),
        migrations.CreateModel(
            name='ClassifierExample',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=100)),
                ('text', models.CharField(max_length=5000)),
                ('digest', models.CharField(max_length=64)),
                ('vector', models.BinaryField(null=True)),
                ('encoder', models.CharField(blank=True, db_default='', default='', max_length=16)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('classifier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ai.classifier')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'ai_classifier_example',
            },
        ),
        migrations.CreateModel(
            name='ClassifierModel',
            fields=[
                ('classifier', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='ai.classifier')),
                ('version', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'ai_classifier_model',
            },
        ),
        migrations.AddConstraint(
            model_name='classifier',
            constraint=models.UniqueConstraint(fields=('organization', 'name'), name='ai_classifier_name'),
        ),
        migrations.AddConstraint(
            model_name='classifier',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['empty', 'untrained', 'training', 'ready', 'failed'])), name='ai_classifier_status'),
        ),
        migrations.AddIndex(
            model_name='classifierexample',
            index=models.Index(fields=['classifier', 'label', 'id'], name='ai_classifier_example_label'),
        ),
        migrations.AddConstraint(
            model_name='classifierexample',
            constraint=models.UniqueConstraint(fields=('classifier', 'digest'), name='ai_classifier_example_once'),
        ),
        policies.protect("ai_classifier"),
        policies.protect("ai_classifier_model"),
        policies.protect("ai_classifier_example"),
    ]
